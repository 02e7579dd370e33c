<?php

namespace Gm1;

use MediaWiki\Logger\Spi;

/** Gives MediaWiki its loggers, one a channel. */
final class LoggerFactory implements Spi {
	/** @var array<string,Logger> */
	private array $loggers = [];

	/**
	 * @param string $channel
	 * @return Logger
	 */
	public function getLogger( $channel ) {
		return $this->loggers[$channel] ??= new Logger( $channel );
	}
}
