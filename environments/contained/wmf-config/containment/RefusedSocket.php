<?php

namespace Gm1;

/** Stands before MediaWiki's error handler and tells what PHP's own sockets were refused: of that PHP only warns. */
final class RefusedSocket {
	/** Where among its arguments a function has the address, and the port unless that is part of it. */
	private const PLACES = [
		'fsockopen' => [ 0, 1 ],
		'pfsockopen' => [ 0, 1 ],
		'stream_socket_client' => [ 0 ],
		'socket_connect' => [ 1, 2 ],
		'socket_sendto' => [ 4, 5 ],
	];

	/** In the words of PHP 7.4 to 8.4. Of a name that is not known some warn twice; one of the two begins so. */
	private const REFUSAL = '/^(\w+)\(\): (?:unable to (?:connect|write)|host lookup failed)/i';

	/** What handled errors before still does. */
	public static function watch(): void {
		$before = set_error_handler( static function ( int $level, string $message, ...$place ) use ( &$before ) {
			self::notice( $message );
			return $before === null ? false : $before( $level, $message, ...$place );
		} );
	}

	/** Silenced or not: a handler is told of both. */
	private static function notice( string $warning ): void {
		if ( !preg_match( self::REFUSAL, $warning, $match ) || !isset( self::PLACES[$match[1]] ) ) {
			return;
		}
		[ , $function ] = $match;
		$asked = array_intersect_key( self::arguments( $function ), array_flip( self::PLACES[$function] ) );
		# Without a port it is a file, or nothing.
		if ( preg_match( '~^(?:\w+://)?(.+?)(?::-1)?$~', implode( ':', $asked ), $match )
			&& preg_match( '~^\[?([^/]+?)\]?:(\d+)(?:/|$)~', $match[1], $match )
		) {
			Containment::reportSocket( $match[1], (int)$match[2], $function );
		}
	}

	/** @return array<int,mixed> what the function that warned was called with */
	private static function arguments( string $function ): array {
		foreach ( debug_backtrace( 0, 5 ) as $frame ) {
			if ( $frame['function'] === $function && !isset( $frame['class'] ) ) {
				return $frame['args'] ?? [];
			}
		}
		return [];
	}
}
