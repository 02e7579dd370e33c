<?php

namespace Gm1;

use Wikimedia\Rdbms\TransactionProfiler;

/** MediaWiki tells its transaction profiler of each query, on all servers; this one counts them, too. */
final class CountingTransactionProfiler extends TransactionProfiler {
	private static int $queries = 0;

	public static function queries(): int {
		return self::$queries;
	}

	/** @inheritDoc Its parameters differ from version to version. */
	public function recordQueryCompletion( ...$facts ) {
		self::$queries++;
		parent::recordQueryCompletion( ...$facts );
	}
}
