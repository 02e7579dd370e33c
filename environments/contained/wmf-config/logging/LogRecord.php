<?php

namespace Gm1;

use MWMultiVersion;
use Throwable;

/** One log line, in production's field names where there is one. */
final class LogRecord {
	/**
	 * @param array<string,mixed> $context PSR-3 context
	 * @return array<string,mixed>
	 */
	public static function make( string $channel, string $level, string $template, array $context ): array {
		$wiki = MWMultiVersion::instance();
		$exception = $context['exception'] ?? null;
		unset( $context['exception'] );
		$record = [
			'time' => JsonLines::now(),
			'track' => Farm::instance()->track(),
			'wiki' => $wiki->dbname(),
			'reqId' => RequestFacts::requestId(),
			'test' => RequestFacts::test(),
			'channel' => $channel,
			'level' => $level,
			'message' => RequestFacts::withoutSecrets( self::interpolate( $template, $context ) ),
			'normalized_message' => $template,
			'mwversion' => $wiki->version(),
			'url' => RequestFacts::url(),
			'method' => RequestFacts::method(),
			'context' => self::scalars( $context ),
		];
		if ( $exception instanceof Throwable ) {
			$record['exception'] = self::describe( $exception );
		}
		return $record;
	}

	/** @param array<string,mixed> $context */
	private static function interpolate( string $template, array $context ): string {
		$values = [];
		foreach ( $context as $key => $value ) {
			if ( is_scalar( $value ) || ( is_object( $value ) && method_exists( $value, '__toString' ) ) ) {
				$values['{' . $key . '}'] = is_bool( $value ) ? var_export( $value, true ) : (string)$value;
			}
		}
		return strtr( $template, $values );
	}

	/**
	 * @param array<string,mixed> $context
	 * @return array<string,scalar|null>|object
	 */
	private static function scalars( array $context ) {
		$kept = [];
		foreach ( $context as $key => $value ) {
			if ( is_string( $value ) ) {
				$kept[$key] = RequestFacts::withoutSecrets( $value );
			} elseif ( $value === null || is_scalar( $value ) ) {
				$kept[$key] = $value;
			}
		}
		return (object)$kept;
	}

	/** @return array<string,mixed> the trace without arguments: they may hold passwords */
	private static function describe( Throwable $exception ): array {
		$previous = $exception->getPrevious();
		return [
			'class' => get_class( $exception ),
			'message' => $exception->getMessage(),
			'file' => $exception->getFile(),
			'line' => $exception->getLine(),
			'trace' => $exception->getTraceAsString(),
		] + ( $previous ? [ 'previous' => self::describe( $previous ) ] : [] );
	}
}
