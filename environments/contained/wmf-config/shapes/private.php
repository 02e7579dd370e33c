<?php
/* Whoever wants to read has to log in; files.php hands files out through img_auth.php, to readers alone. */

return [
	'wgSitename' => 'Test Private',
	'wmgGroupOverrides' => [
		'*' => array_fill_keys( [ 'read', 'edit', 'createpage', 'createtalk', 'createaccount' ], false ),
	],
];
