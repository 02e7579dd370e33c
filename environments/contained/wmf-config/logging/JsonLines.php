<?php

namespace Gm1;

/**
 * Appends one JSON object a line, with the service that wrote it, to a file of /var/log/gm1. Never throws: a log must not
 * break a page. Lines that cannot be written are counted, and told of in lost.ndjson as soon as that can be.
 */
final class JsonLines {
	private const DIRECTORY = '/var/log/gm1';
	private const LOST = 'lost.ndjson';
	/** Shared by the workers of a service; where there is no APCu, each process counts for itself. */
	private const COUNTER = 'gm1-lost-lines';
	/** Bytes of one text; the rest of a longer one is data. */
	private const LONGEST_TEXT = 65536;

	private static int $lost = 0;

	/** @param array<string,mixed> $record */
	public static function append( string $file, array $record ): void {
		if ( !self::write( $file, $record ) ) {
			self::countLost();
		} elseif ( $file !== self::LOST ) {
			self::tellOfLost();
		}
	}

	/** ISO 8601 in UTC with milliseconds. */
	public static function now(): string {
		$now = microtime( true );
		return gmdate( 'Y-m-d\TH:i:s', (int)$now ) . sprintf( '.%03dZ', (int)( fmod( $now, 1 ) * 1000 ) );
	}

	/** @param array<string,mixed> $record */
	private static function write( string $file, array $record ): bool {
		$line = json_encode(
			# A service's host name is its own.
			self::shortened( $record ) + [ 'service' => php_uname( 'n' ) ],
			JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR
		);
		if ( $line === false ) {
			return false;
		}
		# In one piece: what several processes append at once does not mix.
		$written = @file_put_contents( self::DIRECTORY . "/$file", "$line\n", FILE_APPEND );
		return $written === strlen( $line ) + 1;
	}

	private static function countLost(): void {
		if ( !self::hasSharedCounter() || apcu_inc( self::COUNTER ) === false ) {
			self::$lost++;
		}
	}

	private static function tellOfLost(): void {
		$lost = self::$lost;
		self::$lost = 0;
		if ( self::hasSharedCounter() ) {
			$shared = (int)apcu_fetch( self::COUNTER );
			# Whoever takes the number away tells of it.
			$lost += $shared > 0 && apcu_cas( self::COUNTER, $shared, 0 ) ? $shared : 0;
		}
		if ( $lost > 0 && !self::write( self::LOST, [ 'time' => self::now(), 'lost' => $lost ] ) ) {
			self::$lost += $lost;
		}
	}

	private static function hasSharedCounter(): bool {
		return function_exists( 'apcu_enabled' ) && apcu_enabled();
	}

	/**
	 * @param array<mixed> $values
	 * @return array<mixed>
	 */
	private static function shortened( array $values ): array {
		foreach ( $values as $key => $value ) {
			if ( is_string( $value ) && strlen( $value ) > self::LONGEST_TEXT ) {
				$left = strlen( $value ) - self::LONGEST_TEXT;
				$values[$key] = substr( $value, 0, self::LONGEST_TEXT ) . "… ($left more bytes)";
			} elseif ( is_array( $value ) ) {
				$values[$key] = self::shortened( $value );
			} elseif ( $value instanceof \stdClass ) {
				$values[$key] = (object)self::shortened( (array)$value );
			}
		}
		return $values;
	}
}
