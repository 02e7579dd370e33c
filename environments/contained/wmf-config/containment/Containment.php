<?php

namespace Gm1;

use MediaWiki\Logger\LoggerFactory;
use MWMultiVersion;

/** Tells of what tried to leave the environment. */
final class Containment {
	/** No name that anybody has; it says why nothing answers. */
	private const NOWHERE = 'http://no-way-out.invalid';

	/** @param string $caller the function that wanted to know */
	public static function report( string $url, string $caller ): void {
		if ( self::isInside( $url ) ) {
			return;
		}
		$host = parse_url( $url, PHP_URL_HOST ) ?: 'no host';
		LoggerFactory::getInstance( 'containment' )->error(
			# No template: who asked for what is what one finding differs from another in.
			"$caller asked for $host, which is outside the environment",
			[ 'caller' => $caller, 'host' => $host, 'target' => $url ]
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
}
