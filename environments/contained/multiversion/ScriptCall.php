<?php

namespace Gm1;

use RuntimeException;

/** What the command line of MWScript.php asks for. */
final class ScriptCall {
	private string $name;
	private string $wiki;

	/** @var string[] the arguments after NAME, --wiki included: MediaWiki reads it too */
	private array $arguments;

	/** @param string[] $arguments */
	private function __construct( string $name, string $wiki, array $arguments ) {
		$this->name = $name;
		$this->wiki = $wiki;
		$this->arguments = $arguments;
	}

	/** @param string[] $argv */
	public static function parse( array $argv ): self {
		$name = $argv[1] ?? '';
		if ( $name === '' || $name[0] === '-' ) {
			throw new RuntimeException( 'usage: MWScript.php NAME --wiki=DBNAME [ARGUMENTS]' );
		}
		$arguments = array_slice( $argv, 2 );
		return new self( $name, self::wikiOf( $arguments ), $arguments );
	}

	public function wiki(): string {
		return $this->wiki;
	}

	/**
	 * The command line with which MediaWiki's own runner, or before 1.40 the script itself, starts.
	 * @return string[]
	 */
	public function commandLine( string $mediawiki ): array {
		$runner = "$mediawiki/maintenance/run.php";
		if ( is_file( $runner ) ) {
			return array_merge( [ $runner, $this->target( $mediawiki ) ], $this->arguments );
		}
		return array_merge( [ $this->file( $mediawiki ) ], $this->arguments );
	}

	/** A name that MediaWiki's runner understands: paths are made absolute, all else stays. */
	private function target( string $mediawiki ): string {
		if ( strpos( $this->name, '/' ) === false ) {
			return preg_replace( '/\.php$/', '', $this->name );
		}
		return $this->path( $mediawiki );
	}

	private function file( string $mediawiki ): string {
		if ( strpos( $this->name, '/' ) !== false ) {
			return $this->path( $mediawiki );
		}
		$parts = explode( ':', preg_replace( '/\.php$/', '', $this->name ), 2 );
		$file = isset( $parts[1] )
			? "$mediawiki/extensions/{$parts[0]}/maintenance/{$parts[1]}.php"
			: "$mediawiki/maintenance/{$parts[0]}.php";
		if ( !is_file( $file ) ) {
			throw new RuntimeException( "there is no script {$this->name}: $file" );
		}
		return $file;
	}

	private function path( string $mediawiki ): string {
		foreach ( [ "$mediawiki/{$this->name}", $this->name ] as $path ) {
			if ( is_file( $path ) ) {
				return realpath( $path );
			}
		}
		throw new RuntimeException( "there is no script {$this->name} in $mediawiki" );
	}

	/** @param string[] $arguments */
	private static function wikiOf( array $arguments ): string {
		foreach ( $arguments as $index => $argument ) {
			if ( $argument === '--' ) {
				break;
			}
			if ( strpos( $argument, '--wiki=' ) === 0 ) {
				return substr( $argument, strlen( '--wiki=' ) );
			}
			if ( $argument === '--wiki' && isset( $arguments[$index + 1] ) ) {
				return $arguments[$index + 1];
			}
		}
		throw new RuntimeException( 'say which wiki: --wiki=DBNAME' );
	}
}
