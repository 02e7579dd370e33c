<?php
/* Keeps the files that all other wikis show; files.php makes it their shared repository. At most one of a farm. */

return [
	'wgSitename' => 'Test Commons',
	'wgMetaNamespace' => 'Commons',
];
