<?php

namespace Gm1;

use RuntimeException;

/** The wikis of this environment and its secrets, as the harness wrote them before the start. */
final class Farm {
	public const DIRECTORY = '/etc/gm1';

	private static ?self $instance = null;

	/** @var array<string,mixed> */
	private array $farm;

	/** @var array<string,string> */
	private array $secrets;

	/**
	 * @param array<string,mixed> $farm farm.json
	 * @param array<string,string> $secrets secrets.json
	 */
	public function __construct( array $farm, array $secrets ) {
		$this->farm = $farm;
		$this->secrets = $secrets;
	}

	public static function instance(): self {
		return self::$instance ??= new self(
			self::read( self::DIRECTORY . '/farm.json' ),
			self::read( self::DIRECTORY . '/secrets.json' )
		);
	}

	/** `train` or `next`. */
	public function track(): string {
		return $this->farm['track'];
	}

	public function environment(): string {
		return $this->farm['environment'];
	}

	public function cookiePrefix( string $dbname ): string {
		return $this->farm['cookiePrefix'] . $dbname;
	}

	public function secret( string $name ): string {
		return $this->secrets[$name] ?? '';
	}

	/** @return array<string,array{url:string,lang:string,shape:string}> dbname to wiki */
	public function wikis(): array {
		return $this->farm['wikis'];
	}

	/** @return string[] */
	public function dbnames(): array {
		return array_keys( $this->farm['wikis'] );
	}

	/** @return string[] the dbnames of one shape */
	public function ofShape( string $shape ): array {
		return array_keys( array_filter(
			$this->wikis(),
			static fn ( array $wiki ): bool => $wiki['shape'] === $shape
		) );
	}

	/** @param string $host as in a request's Host header, port included */
	public function dbnameOfHost( string $host ): ?string {
		foreach ( $this->wikis() as $dbname => $wiki ) {
			if ( strcasecmp( self::hostOf( $wiki['url'] ), $host ) === 0 ) {
				return $dbname;
			}
		}
		return null;
	}

	private static function hostOf( string $url ): string {
		$port = parse_url( $url, PHP_URL_PORT );
		return parse_url( $url, PHP_URL_HOST ) . ( $port ? ":$port" : '' );
	}

	/** @return array<string,mixed> */
	private static function read( string $path ): array {
		$text = is_readable( $path ) ? file_get_contents( $path ) : false;
		$value = $text === false ? null : json_decode( $text, true );
		if ( !is_array( $value ) ) {
			throw new RuntimeException( "$path is missing or is not JSON" );
		}
		return $value;
	}
}
