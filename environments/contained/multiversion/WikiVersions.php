<?php

namespace Gm1;

use RuntimeException;

/** Which version each known wiki runs: wikiversions.json, or FORCE_MW_VERSION over all of it. */
final class WikiVersions {
	private const VERSION = '/^(?:\d+\.\d+(?:\.\d+)?(?:-[A-Za-z0-9.]+)?|master|next|branch_cut_pretest)$/D';

	private string $stage;

	/** @var array<string,string> dbname to version, without `php-` */
	private array $versions;

	private ?string $forced;

	/**
	 * @param string $stage the staging directory
	 * @param string|null $forced the value of FORCE_MW_VERSION; null or '' if there is none
	 */
	public function __construct( string $stage, ?string $forced ) {
		$this->stage = $stage;
		$this->versions = self::read( "$stage/wikiversions.json" );
		$this->forced = $forced === '' ? null : $forced;
	}

	/** Null when the wiki is unknown, whatever is forced, as in production. */
	public function versionOf( string $dbname ): ?string {
		$version = $this->versions[$dbname] ?? null;
		if ( $version === null || $this->forced === null ) {
			return $version;
		}
		if ( !preg_match( self::VERSION, $this->forced ) ) {
			throw new RuntimeException(
				'FORCE_MW_VERSION is not a version: ' . json_encode( $this->forced, JSON_UNESCAPED_SLASHES )
			);
		}
		return $this->forced;
	}

	/** The tree of a version; throws when the image has no such version. */
	public function directoryOf( string $version ): string {
		$directory = "{$this->stage}/php-$version";
		if ( !is_dir( $directory ) ) {
			throw new RuntimeException( "this image has no php-$version" );
		}
		return $directory;
	}

	/** @return array<string,string> */
	private static function read( string $path ): array {
		$map = is_readable( $path ) ? json_decode( file_get_contents( $path ), true ) : null;
		if ( !is_array( $map ) ) {
			throw new RuntimeException( "$path is missing or is not JSON" );
		}
		$versions = [];
		foreach ( $map as $dbname => $directory ) {
			$version = is_string( $directory ) && strpos( $directory, 'php-' ) === 0 ? substr( $directory, 4 ) : '';
			if ( !preg_match( self::VERSION, $version ) ) {
				throw new RuntimeException( "$path: $dbname has no value of the form php-<version>" );
			}
			$versions[$dbname] = $version;
		}
		return $versions;
	}
}
