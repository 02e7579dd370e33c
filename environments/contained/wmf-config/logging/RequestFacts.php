<?php

namespace Gm1;

use MediaWiki\Http\Telemetry;

/** What a log line says of the request that it belongs to. */
final class RequestFacts {
	private const SECRET_PARAMETERS =
		'/([?&][^=&\s]*(?:token|password|passwd|retype|secret|signature)[^=&\s]*=)[^&\s]*/i';

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

	/** The test that asked, as the header has it: percent-encoded. */
	public static function test(): ?string {
		return $_SERVER['HTTP_X_GM1_TEST'] ?? null;
	}

	/** Host, path and query, without the values of secrets; null on the command line. */
	public static function url(): ?string {
		if ( !isset( $_SERVER['REQUEST_URI'] ) ) {
			return null;
		}
		return self::withoutSecrets( ( $_SERVER['HTTP_HOST'] ?? '' ) . $_SERVER['REQUEST_URI'] );
	}

	/** The same text; in each address in it, the values of parameters that hold secrets are `***`. */
	public static function withoutSecrets( string $text ): string {
		return preg_replace( self::SECRET_PARAMETERS, '$1***', $text ) ?? $text;
	}

	public static function method(): string {
		return $_SERVER['REQUEST_METHOD'] ?? 'CLI';
	}
}
