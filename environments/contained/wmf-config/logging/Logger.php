<?php

namespace Gm1;

use Psr\Log\AbstractLogger;
use Throwable;

/** One channel, written to mediawiki.ndjson as far as Thresholds keeps it. */
final class Logger extends AbstractLogger {
	private const FILE = 'mediawiki.ndjson';

	/** A file for all levels of all channels. */
	private static ?string $everything = null;

	private string $channel;

	public function __construct( string $channel ) {
		$this->channel = $channel;
	}

	/** For this request. */
	public static function keepAllIn( string $file ): void {
		self::$everything = $file;
	}

	/**
	 * @param string $level
	 * @param string|\Stringable $message
	 * @param array<string,mixed> $context
	 */
	public function log( $level, $message, array $context = [] ): void {
		try {
			if ( Thresholds::instance()->keeps( $this->channel, $level, (string)$message ) ) {
				JsonLines::append( self::FILE, LogRecord::make( $this->channel, $level, (string)$message, $context ) );
			}
			if ( self::$everything !== null ) {
				JsonLines::append( self::$everything, LogRecord::make( $this->channel, $level, (string)$message, $context ) );
			}
		} catch ( Throwable $e ) {
			error_log( "gm1: a log line of {$this->channel} was lost: {$e->getMessage()}; it was: $message" );
		}
	}
}
