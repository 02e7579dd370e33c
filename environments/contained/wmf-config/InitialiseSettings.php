<?php
/*
 * Settings by wiki and by shape, in the way of production: setting => [ 'default' | shape | dbname => value ].
 * A dbname wins over a shape, a shape over the default; a + before a setting's name adds to the value that it has, and
 * wmgGroupOverrides wins over MediaWiki's own rights. What makes a shape is setting => value in shapes/<shape>.php.
 */

return [
	'wgSitename' => [
		'default' => 'Test Wiki',
	],
	'wgMetaNamespace' => [
		'default' => 'Project',
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
	# As on most of production's wikis, so that newcomers differ from the rest. Seconds and edits.
	'wgAutoConfirmAge' => [
		'default' => 4 * 86400,
	],
	'wgAutoConfirmCount' => [
		'default' => 10,
	],
	'wgAllowUserCss' => [
		'default' => true,
	],
	'wgAllowUserJs' => [
		'default' => true,
	],
	# A captcha that asks nobody.
	'wgCaptchaTriggers' => [
		'default' => array_fill_keys(
			[ 'edit', 'create', 'sendemail', 'addurl', 'createaccount', 'badlogin', 'badloginperuser' ],
			false
		),
	],
	'wmgGroupOverrides' => [
		'default' => [],
	],
];
