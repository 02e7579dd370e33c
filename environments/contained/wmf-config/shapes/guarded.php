<?php
/*
 * Strangers are asked a question whose answer is known (extensions.php), and write under temporary accounts. A shape of
 * its own, since suites make accounts and edit without logging in on all others.
 */

return [
	'wgSitename' => 'Test Guarded',
	'+wgCaptchaTriggers' => [ 'createaccount' => true, 'addurl' => true ],
	# Before 1.43 they are an experiment.
	'+wgAutoCreateTempUser' => [ 'enabled' => version_compare( MW_VERSION, '1.43', '>=' ) ],
];
