<?php

namespace Gm1;

use MediaWiki\Logger\LoggerFactory;
use MWMultiVersion;

/** Tells of what tried to leave the environment. */
final class Containment {
	/** No name that anybody has; it says why nothing answers. */
	private const NOWHERE = 'http://no-way-out.invalid';

	/** By their names in the environment; one that does not run has no address by which to know it. */
	private const SERVICES = [ 'database', 'memcached', 'app', 'debug', 'web', 'jobrunner', 'edge' ];

	/** @param string $caller the function that wanted to know */
	public static function report( string $url, string $caller ): void {
		if ( self::isInside( $url ) ) {
			return;
		}
		self::log( parse_url( $url, PHP_URL_HOST ) ?: 'no host', $url, $caller );
	}

	/**
	 * Of a connection that was refused: a service that does not answer is another matter.
	 * @param string $host a name or an address, of version 6 without brackets
	 */
	public static function reportSocket( string $host, int $port, string $caller ): void {
		if ( !self::isService( $host ) ) {
			$host = strpos( $host, ':' ) === false ? $host : "[$host]";
			self::log( $host, "$host:$port", $caller );
		}
	}

	private static function log( string $host, string $target, string $caller ): void {
		LoggerFactory::getInstance( 'containment' )->error(
			# No template: who asked for what is what one finding differs from another in.
			"$caller asked for $host, which is outside the environment",
			[ 'caller' => $caller, 'host' => $host, 'target' => $target ]
		);
	}

	/** The web server: it answers for this farm, and refuses and logs what asks for others, and for whom. */
	public static function proxy(): string {
		$request = preg_replace( '/[^\w-]/', '', RequestFacts::requestId() ?? '' );
		$wiki = MWMultiVersion::instance()->dbname();
		return "http://$request:$wiki." . php_uname( 'n' ) . '@web:8080';
	}

	/** The proxy for a request that has been reported if need be, so that none is logged twice. */
	public static function proxyFor( string $url ): string {
		return self::isInside( $url ) ? self::proxy() : self::NOWHERE;
	}

	/** Whether a wiki of this farm, or the web service by its name, is at this address. */
	private static function isInside( string $url ): bool {
		$host = parse_url( $url, PHP_URL_HOST );
		$port = parse_url( $url, PHP_URL_PORT );
		return $host === 'web' || Farm::instance()->dbnameOfHost( $host . ( $port ? ":$port" : '' ) ) !== null;
	}

	/** Whether a service of this environment is there, or the one itself that asks. */
	private static function isService( string $host ): bool {
		return preg_match( '/^(localhost|127\..*|0\.0\.0\.0|::1?)$/', $host )
			|| in_array( $host, self::SERVICES, true )
			|| in_array( $host, array_map( 'gethostbyname', self::SERVICES ), true );
	}
}
