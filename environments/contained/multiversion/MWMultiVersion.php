<?php

require_once __DIR__ . '/Farm.php';
require_once __DIR__ . '/WikiVersions.php';

use Gm1\Farm;
use Gm1\WikiVersions;

/** The wiki that this process serves, and the version of MediaWiki that serves it. */
final class MWMultiVersion {
	private static ?self $instance = null;

	private string $dbname;
	private string $version;
	private string $directory;

	private function __construct( string $dbname, string $version, string $directory ) {
		$this->dbname = $dbname;
		$this->version = $version;
		$this->directory = $directory;
	}

	/** The wiki that was selected before MediaWiki started. */
	public static function instance(): self {
		if ( self::$instance === null ) {
			throw new RuntimeException(
				'no wiki is selected: start scripts with multiversion/MWScript.php NAME --wiki=DBNAME'
			);
		}
		return self::$instance;
	}

	/** Selects a wiki by name. Returns null when the wiki is unknown. */
	public static function selectWiki( string $dbname ): ?self {
		$versions = new WikiVersions( dirname( __DIR__ ), getenv( 'FORCE_MW_VERSION' ) ?: null );
		$version = $versions->versionOf( $dbname );
		if ( $version === null || !isset( Farm::instance()->wikis()[$dbname] ) ) {
			return null;
		}
		return self::$instance = new self( $dbname, $version, $versions->directoryOf( $version ) );
	}

	/** The path of an entry point for the wiki that the request's Host header names. */
	public static function entryPoint( string $script ): string {
		try {
			$host = $_SERVER['HTTP_HOST'] ?? '';
			$dbname = Farm::instance()->dbnameOfHost( $host );
			$self = $dbname === null ? null : self::selectWiki( $dbname );
		} catch ( RuntimeException $e ) {
			error_log( 'gm1: ' . $e->getMessage() );
			self::refuse( 500, $e->getMessage() );
		}
		if ( $self === null ) {
			self::refuse( 404, "No wiki of this environment is at $host." );
		}
		# ResourceLoader looks up cached styles' sources from here; elsewhere it compiles them at every request.
		chdir( $self->directory );
		return "{$self->directory}/$script";
	}

	public function dbname(): string {
		return $this->dbname;
	}

	/** Without `php-`. */
	public function version(): string {
		return $this->version;
	}

	public function directory(): string {
		return $this->directory;
	}

	/** @return never */
	private static function refuse( int $status, string $message ) {
		http_response_code( $status );
		header( 'Content-Type: text/plain; charset=utf-8' );
		header( 'Cache-Control: no-store' );
		echo $message, "\n";
		exit( 1 );
	}
}
