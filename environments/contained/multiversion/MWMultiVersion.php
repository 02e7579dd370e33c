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
	private WikiVersions $versions;

	private function __construct( string $dbname, string $version, WikiVersions $versions ) {
		$this->dbname = $dbname;
		$this->version = $version;
		$this->versions = $versions;
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
		if ( !isset( Farm::instance()->wikis()[$dbname] ) ) {
			return null;
		}
		$forced = getenv( 'FORCE_MW_VERSION' );
		$versions = new WikiVersions( dirname( __DIR__ ), $forced === false ? null : $forced );
		$version = $versions->versionOf( $dbname );
		return $version === null ? null : self::$instance = new self( $dbname, $version, $versions );
	}

	/** Selects the wiki that the request's Host header names, or answers the request with why not. */
	public static function selectRequested(): self {
		$host = $_SERVER['HTTP_HOST'] ?? '';
		return self::orRefuse( static function () use ( $host ): ?self {
			$dbname = Farm::instance()->dbnameOfHost( $host );
			return $dbname === null ? null : self::selectWiki( $dbname );
		} ) ?? self::refuse( 404, "No wiki of this environment is at $host." );
	}

	/** The path of an entry point for the wiki that the request's Host header names. */
	public static function entryPoint( string $script ): string {
		$self = self::selectRequested();
		$directory = self::orRefuse( static fn (): string => $self->directory() );
		# ResourceLoader looks up cached styles' sources from here; elsewhere it compiles them at every request.
		chdir( $directory );
		return "$directory/$script";
	}

	public function dbname(): string {
		return $this->dbname;
	}

	/** Without `php-`. */
	public function version(): string {
		return $this->version;
	}

	/** Throws when the image has no such version. */
	public function directory(): string {
		return $this->versions->directoryOf( $this->version );
	}

	/**
	 * @template T
	 * @param callable():T $step
	 * @return T
	 */
	private static function orRefuse( callable $step ) {
		try {
			return $step();
		} catch ( RuntimeException $e ) {
			error_log( 'gm1: ' . $e->getMessage() );
			self::refuse( 500, $e->getMessage() );
		}
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
