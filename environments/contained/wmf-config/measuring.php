<?php
/*
 * A request with the header X-GM1-Measure is told what it cost: `X-Gm1-Cost: queries=31; memory=9437184; seconds=0.081`,
 * up to the moment when its answer begins; memory is PHP's peak in bytes. Other requests are served as ever.
 */

if ( !isset( $_SERVER['HTTP_X_GM1_MEASURE'] ) || PHP_SAPI === 'cli' ) {
	return;
}

require_once __DIR__ . '/measuring/CountingTransactionProfiler.php';
require_once __DIR__ . '/measuring/CountingProfiler.php';
require_once __DIR__ . '/measuring/RequestCost.php';

$wgProfiler = [ 'class' => Gm1\CountingProfiler::class ];
Gm1\RequestCost::tellWithHeaders();
