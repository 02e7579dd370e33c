<?php

namespace Gm1;

/** Appends one JSON object a line, with the service that wrote it, to a file of /var/log/gm1. Never throws: a log must not break a page. */
final class JsonLines {
	private const DIRECTORY = '/var/log/gm1';

	/** @param array<string,mixed> $record */
	public static function append( string $file, array $record ): void {
		$line = json_encode(
			# A service's host name is its own.
			$record + [ 'service' => php_uname( 'n' ) ],
			JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR
		);
		if ( $line !== false ) {
			@file_put_contents( self::DIRECTORY . "/$file", "$line\n", FILE_APPEND );
		}
	}

	/** ISO 8601 in UTC with milliseconds. */
	public static function now(): string {
		$now = microtime( true );
		return gmdate( 'Y-m-d\TH:i:s', (int)$now ) . sprintf( '.%03dZ', (int)( fmod( $now, 1 ) * 1000 ) );
	}
}
