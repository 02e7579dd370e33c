<?php

namespace Gm1;

use RuntimeException;

/** Which version each known wiki runs: wikiversions.json, or FORCE_MW_VERSION over all of it. */
final class WikiVersions {
	private const VERSION = '/^(?:\d+\.\d+(?:\.\d+)?(?:-[A-Za-z0-9.]+)?|master|next|branch_cut_pretest)$/D';

	private string $stage;

	/** @var array<string,string> dbname to version, without `php-` */
	private array $versions;

	/**
	 * @param string $stage the staging directory
	 * @param string|null $forced the value of FORCE_MW_VERSION; null or '' if there is none
	 */
	public function __construct( string $stage, ?string $forced ) {
		$this->stage = $stage;
		$this->versions = self::override( self::read( "$stage/wikiversions.json" ), $forced );
	}

	/** Null when the wiki is unknown. */
	public function versionOf( string $dbname ): ?string {
		return $this->versions[$dbname] ?? null;
	}

	/** The tree of a version; throws when the image has no such version. */
	public function directoryOf( string $version ): string {
		$directory = "{$this->stage}/php-$version";
		if ( !is_dir( $directory ) ) {
			throw new RuntimeException( "this image has no php-$version" );
		}
		return $directory;
	}

	/**
	 * @param array<string,string> $versions
	 * @return array<string,string>
	 */
	private static function override( array $versions, ?string $forced ): array {
		if ( $forced === null || $forced === '' ) {
			return $versions;
		}
		if ( !preg_match( self::VERSION, $forced ) ) {
			throw new RuntimeException( 'FORCE_MW_VERSION is not a version: ' . json_encode( $forced ) );
		}
		return array_fill_keys( array_keys( $versions ), $forced );
	}

	/** @return array<string,string> */
	private static function read( string $path ): array {
		$map = is_readable( $path ) ? json_decode( file_get_contents( $path ), true ) : null;
		if ( !is_array( $map ) ) {
			throw new RuntimeException( "$path is missing or is not JSON" );
		}
		$versions = [];
		foreach ( $map as $dbname => $directory ) {
			if ( !is_string( $directory ) || strpos( $directory, 'php-' ) !== 0 ) {
				throw new RuntimeException( "$path: $dbname has no value of the form php-<version>" );
			}
			$versions[$dbname] = substr( $directory, strlen( 'php-' ) );
		}
		return $versions;
	}
}
