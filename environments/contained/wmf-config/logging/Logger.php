<?php

namespace Gm1;

use Psr\Log\AbstractLogger;
use Psr\Log\LogLevel;
use Throwable;

/** One channel. Keeps warnings and worse, and all of the channels in which anything is news. */
final class Logger extends AbstractLogger {
	private const FILE = 'mediawiki.ndjson';
	private const CHANNELS_KEPT_WHOLE = [ 'exception', 'error', 'fatal', 'DBError', 'deprecated' ];
	private const LEVELS_LEFT_OUT = [ LogLevel::DEBUG, LogLevel::INFO, LogLevel::NOTICE ];

	private string $channel;

	public function __construct( string $channel ) {
		$this->channel = $channel;
	}

	/**
	 * @param string $level
	 * @param string|\Stringable $message
	 * @param array<string,mixed> $context
	 */
	public function log( $level, $message, array $context = [] ): void {
		if ( !$this->keeps( $level ) ) {
			return;
		}
		try {
			JsonLines::append( self::FILE, LogRecord::make( $this->channel, $level, (string)$message, $context ) );
		} catch ( Throwable $e ) {
			error_log( "gm1: a log line of {$this->channel} was lost: {$e->getMessage()}; it was: $message" );
		}
	}

	private function keeps( string $level ): bool {
		return !in_array( $level, self::LEVELS_LEFT_OUT, true )
			|| in_array( $this->channel, self::CHANNELS_KEPT_WHOLE, true );
	}
}
