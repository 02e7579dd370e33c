<?php
/*
 * What upstream's own suites expect: development.php sets what MediaWiki's DevelopmentSettings.php sets. They fill a wiki
 * with pages and accounts, so that it is one of their own.
 */

return [
	'wgSitename' => 'Test Development',
	# MediaWiki's own defaults: a new account is autoconfirmed.
	'wgAutoConfirmAge' => 0,
	'wgAutoConfirmCount' => 0,
];
