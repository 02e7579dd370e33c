<?php

namespace Gm1;

use MediaWiki\Http\Telemetry;

/** What a log line says of the request that it belongs to. */
final class RequestFacts {
	private const SECRET_PARAMETERS = '/([?&][^=&]*(?:token|password|passwd|retype|secret|signature)[^=&]*=)[^&]*/i';

	public static function requestId(): ?string {
		if ( class_exists( Telemetry::class, false ) ) {
			return Telemetry::getInstance()->getRequestId();
		}
		foreach ( [ 'MediaWiki\Request\WebRequest', 'WebRequest' ] as $class ) {
			if ( class_exists( $class, false ) && method_exists( $class, 'getRequestId' ) ) {
				return $class::getRequestId();
			}
		}
		return $_SERVER['HTTP_X_REQUEST_ID'] ?? null;
	}

	/** Path and query with the values of secrets taken out; the command line's script for scripts. */
	public static function url(): ?string {
		if ( !isset( $_SERVER['REQUEST_URI'] ) ) {
			return null;
		}
		$url = preg_replace( self::SECRET_PARAMETERS, '$1***', $_SERVER['REQUEST_URI'] );
		return ( $_SERVER['HTTP_HOST'] ?? '' ) . $url;
	}

	public static function method(): string {
		return $_SERVER['REQUEST_METHOD'] ?? 'CLI';
	}
}
