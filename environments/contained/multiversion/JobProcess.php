<?php

namespace Gm1;

use RuntimeException;

/**
 * One run of MediaWiki's runJobs on one wiki, in a process that is forked from the job runner. Most have one or two jobs,
 * and starting MediaWiki is what they do longest: a fork finds the code compiled, as all of them share one opcache.
 */
final class JobProcess {
	private const JOBS_A_RUN = 500;
	private const SECONDS_A_RUN = 60;

	private int $pid;

	/** Known from the first time that it was seen to have ended: the system tells it once. */
	private ?int $exitCode = null;

	private int $startedAt;

	private function __construct( int $pid ) {
		$this->pid = $pid;
		$this->startedAt = time();
	}

	/** The process; null in the process itself, which has to run MWScript.php with `arguments()`. */
	public static function fork(): ?self {
		$pid = pcntl_fork();
		if ( $pid === -1 ) {
			throw new RuntimeException( 'A process for jobs did not start' );
		}
		return $pid === 0 ? null : new self( $pid );
	}

	/** @return string[] of MWScript.php */
	public static function arguments( string $dbname ): array {
		return [ 'runJobs', "--wiki=$dbname", '--maxjobs=' . self::JOBS_A_RUN, '--maxtime=' . self::SECONDS_A_RUN ];
	}

	public function isRunning(): bool {
		if ( $this->exitCode === null && pcntl_waitpid( $this->pid, $status, WNOHANG ) !== 0 ) {
			$this->exitCode = pcntl_wifsignaled( $status ) ? 128 + pcntl_wtermsig( $status ) : pcntl_wexitstatus( $status );
		}
		return $this->exitCode === null;
	}

	/** Unix time. */
	public function startedAt(): int {
		return $this->startedAt;
	}

	/** After its end: 0 when it ended by itself, 128 and the signal when it was killed. */
	public function exitCode(): int {
		return $this->exitCode ?? 0;
	}

	public function stop(): void {
		if ( $this->isRunning() ) {
			posix_kill( $this->pid, SIGTERM );
		}
	}
}
