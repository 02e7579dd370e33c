<?php

namespace Gm1;

/** Runs tasks as processes, some at once, each when those that it comes after have succeeded. */
final class TaskRunner {
	private const PAUSE_MICROSECONDS = 20000;

	private string $script;
	private int $processes;

	/** @var array<string,array{arguments:string[],after:string[]}> */
	private array $waiting;

	/** @var array<string,resource> */
	private array $running = [];

	/** @var array<string,true> */
	private array $done = [];

	/** @var string[] */
	private array $failed = [];

	/**
	 * @param string $script the PHP file that does a task
	 * @param array<string,array{arguments:string[],after:string[]}> $tasks by name; an earlier one starts first
	 * @param int $processes at most at once
	 */
	public function __construct( string $script, array $tasks, int $processes ) {
		$this->script = $script;
		$this->waiting = $tasks;
		$this->processes = $processes;
	}

	/** @return string[] the tasks that failed, or had to come after one that did */
	public function run(): array {
		$this->startPossible();
		while ( $this->running ) {
			usleep( self::PAUSE_MICROSECONDS );
			$this->collectEnded();
			$this->startPossible();
		}
		return [ ...$this->failed, ...array_keys( $this->waiting ) ];
	}

	private function startPossible(): void {
		foreach ( $this->waiting as $name => $task ) {
			if ( count( $this->running ) === $this->processes ) {
				return;
			}
			if ( !array_diff( $task['after'], array_keys( $this->done ) ) ) {
				unset( $this->waiting[$name] );
				$this->running[$name] = proc_open( [ PHP_BINARY, $this->script, ...$task['arguments'] ], [], $pipes );
			}
		}
	}

	private function collectEnded(): void {
		foreach ( $this->running as $name => $process ) {
			$status = proc_get_status( $process );
			if ( $status['running'] ) {
				continue;
			}
			unset( $this->running[$name] );
			if ( $status['exitcode'] === 0 ) {
				$this->done[$name] = true;
			} else {
				$this->failed[] = $name;
			}
		}
	}
}
