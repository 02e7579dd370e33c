<?php
/* Titles begin as they are written: `polish` and `Polish` are two pages. */

return [
	'wgSitename' => 'Test Wiktionary',
	'wgMetaNamespace' => 'Wiktionary',
	'wgCapitalLinks' => false,
];
