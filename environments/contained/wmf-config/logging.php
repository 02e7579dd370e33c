<?php
/* Everything that MediaWiki has to say becomes a JSON line; logging/thresholds.json says what is kept. */

require_once __DIR__ . '/logging/JsonLines.php';
require_once __DIR__ . '/logging/RequestFacts.php';
require_once __DIR__ . '/logging/LogRecord.php';

$wgMWLoggerDefaultSpi = [
	'factory' => static function () {
		require_once __DIR__ . '/logging/Thresholds.php';
		require_once __DIR__ . '/logging/Logger.php';
		require_once __DIR__ . '/logging/LoggerFactory.php';
		return new Gm1\LoggerFactory();
	},
];
