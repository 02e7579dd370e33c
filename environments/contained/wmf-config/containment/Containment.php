<?php

namespace Gm1;

use MediaWiki\Logger\LoggerFactory;

/** Tells of what tried to leave the environment. */
final class Containment {
	/** @param string $caller the function that wanted to know */
	public static function report( string $url, string $caller ): void {
		$host = parse_url( $url, PHP_URL_HOST ) ?: 'no host';
		if ( self::isInside( $url ) ) {
			return;
		}
		LoggerFactory::getInstance( 'containment' )->error(
			'{caller} asked for {host}, which is outside the environment',
			[ 'caller' => $caller, 'host' => $host, 'target' => $url ]
		);
	}

	/** Whether a wiki of this farm, or the web service by its name, is at this address. */
	private static function isInside( string $url ): bool {
		$host = parse_url( $url, PHP_URL_HOST );
		$port = parse_url( $url, PHP_URL_PORT );
		return $host === 'web' || Farm::instance()->dbnameOfHost( $host . ( $port ? ":$port" : '' ) ) !== null;
	}
}
