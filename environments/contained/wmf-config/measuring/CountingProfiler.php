<?php

namespace Gm1;

use ProfilerStub;

/** Does what MediaWiki's usual profiler does, which is nothing, but for the count of queries. */
final class CountingProfiler extends ProfilerStub {
	public function __construct( array $params ) {
		parent::__construct( $params );
		$this->trxProfiler = new CountingTransactionProfiler();
	}
}
