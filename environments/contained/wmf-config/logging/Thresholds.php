<?php

namespace Gm1;

/** What is kept of each channel: warnings and worse, but for what thresholds.json says with a reason. */
final class Thresholds {
	private const LEVELS = [
		'debug' => 0, 'info' => 1, 'notice' => 2, 'warning' => 3,
		'error' => 4, 'critical' => 5, 'alert' => 6, 'emergency' => 7, 'none' => 8,
	];
	private const DEFAULT_LEVEL = 'warning';

	private static ?self $instance = null;

	/** @var array<string,array{level:string}> */
	private array $channels;

	/** @var array<string,true> `channel message` */
	private array $messages = [];

	/** @param array{channels:array,messages:array} $thresholds */
	public function __construct( array $thresholds ) {
		$this->channels = $thresholds['channels'];
		foreach ( $thresholds['messages'] as $known ) {
			$this->messages["{$known['channel']} {$known['normalized_message']}"] = true;
		}
	}

	public static function instance(): self {
		return self::$instance ??= new self(
			json_decode( file_get_contents( __DIR__ . '/thresholds.json' ), true )
		);
	}

	public function keeps( string $channel, string $level, string $message ): bool {
		$least = $this->channels[$channel]['level'] ?? self::DEFAULT_LEVEL;
		return ( self::LEVELS[$level] ?? self::LEVELS['error'] ) >= self::LEVELS[$least]
			&& !isset( $this->messages["$channel $message"] );
	}
}
