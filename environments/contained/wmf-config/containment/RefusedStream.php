<?php

namespace Gm1;

/** Stands in for PHP's stream wrappers that open connections: refuses at once, and tells who asked. */
final class RefusedStream {
	/** @var resource|null set by PHP */
	public $context;

	/** @param string[] $protocols */
	public static function replace( array $protocols ): void {
		foreach ( array_intersect( $protocols, stream_get_wrappers() ) as $protocol ) {
			stream_wrapper_unregister( $protocol );
			stream_wrapper_register( $protocol, self::class, STREAM_IS_URL );
		}
	}

	// phpcs:ignore MediaWiki.NamingConventions.LowerCamelFunctionsName.FunctionName
	public function stream_open( string $path, string $mode, int $options, ?string &$opened ): bool {
		Containment::report( $path, self::caller() );
		if ( $options & STREAM_REPORT_ERRORS ) {
			trigger_error( "$path is outside the environment", E_USER_WARNING );
		}
		return false;
	}

	/** Outside this class: the function that called PHP's own. */
	private static function caller(): string {
		foreach ( debug_backtrace( DEBUG_BACKTRACE_IGNORE_ARGS ) as $frame ) {
			if ( isset( $frame['file'] ) && $frame['file'] !== __FILE__ && ( $frame['class'] ?? '' ) !== self::class ) {
				return ( isset( $frame['class'] ) ? "{$frame['class']}::" : '' ) . $frame['function'];
			}
		}
		return 'unknown';
	}
}
