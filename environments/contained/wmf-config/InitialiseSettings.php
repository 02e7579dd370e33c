<?php
/*
 * Settings by wiki and by shape, in the way of production: setting => [ 'default' | shape | dbname => value ].
 * A dbname wins over a shape, a shape over the default; a leading + merges with what lies below.
 */

return [
	'wgSitename' => [
		'default' => 'Test Wiki',
		'commons' => 'Test Commons',
		'testrtlwiki' => 'ויקי בדיקה',
	],
	'wgMetaNamespace' => [
		'default' => 'Project',
		'commons' => 'Commons',
	],
	'wgDefaultSkin' => [
		'default' => 'vector-2022',
	],
	'wgEnableUploads' => [
		'default' => true,
	],
	'wgRestrictDisplayTitle' => [
		'default' => true,
	],
	'wgNamespacesWithSubpages' => [
		'+default' => [ 0 => false ],
	],
	'wgCapitalLinks' => [
		'default' => true,
	],
	'wgRCMaxAge' => [
		'default' => 30 * 86400,
	],
	'wgRightsText' => [
		'default' => 'Creative Commons Attribution-ShareAlike 4.0',
	],
	'wgRightsUrl' => [
		'default' => 'https://creativecommons.org/licenses/by-sa/4.0/deed.en',
	],
	'wgEnotifUserTalk' => [
		'default' => true,
	],
	'wgEnotifWatchlist' => [
		'default' => true,
	],
	'wgUseRCPatrol' => [
		'default' => true,
	],
	'wgUseNPPatrol' => [
		'default' => true,
	],
	'wgAllowUserCss' => [
		'default' => true,
	],
	'wgAllowUserJs' => [
		'default' => true,
	],
];
