<?php
/*
 * Uploads: a directory a wiki on a volume that Apache serves; wikis of shape commons are shared by the others. What not
 * everybody may read lies in a directory that Apache refuses, and comes through img_auth.php alone.
 */

$gm1IsPrivate = !$wgGroupPermissions['*']['read'];
$wgUploadDirectory = '/srv/uploads/' . ( $gm1IsPrivate ? "img-auth/$wgDBname" : $wgDBname );
// The first two uploads of a wiki may come at once, and of two who make this folder MediaWiki lets one fail.
if ( !is_dir( "$wgUploadDirectory/lockdir" ) ) {
	@mkdir( "$wgUploadDirectory/lockdir", 0777, true );
}
$wgUploadPath = $gm1IsPrivate ? "$wgScriptPath/img_auth.php" : "/uploads/$wgDBname";
$wgHashedUploadDirectory = true;
$wgFileExtensions = [ 'png', 'gif', 'jpg', 'jpeg', 'webp', 'svg', 'pdf' ];
$wgUseImageMagick = true;
$wgImageMagickConvertCommand = '/usr/bin/convert';
$wgSVGConverter = 'rsvg';
$wgSVGConverterPath = '/usr/bin';
$wgDiff3 = '/usr/bin/diff3';
$wgGenerateThumbnailOnParse = $gm1IsPrivate;

$wgLocalFileRepo = [
	'class' => LocalRepo::class,
	'name' => 'local',
	'directory' => $wgUploadDirectory,
	'scriptDirUrl' => $wgScriptPath,
	'url' => $wgUploadPath,
	'hashLevels' => 2,
	'thumbScriptUrl' => false,
	'transformVia404' => !$gm1IsPrivate,
	'deletedDir' => "$wgUploadDirectory/deleted",
	'deletedHashLevels' => 3,
];

foreach ( array_diff( $gm1Farm->ofShape( 'commons' ), [ $wgDBname ] ) as $gm1Shared ) {
	$gm1SharedUrl = $gm1Farm->wikis()[$gm1Shared]['url'];
	$wgForeignFileRepos[] = [
		'class' => ForeignDBViaLBRepo::class,
		'name' => $gm1Shared,
		'wiki' => $gm1Shared,
		'directory' => "/srv/uploads/$gm1Shared",
		'url' => "$gm1SharedUrl/uploads/$gm1Shared",
		'hashLevels' => 2,
		'thumbScriptUrl' => false,
		'transformVia404' => true,
		'hasSharedCache' => true,
		'descBaseUrl' => "$gm1SharedUrl/wiki/File:",
		'scriptDirUrl' => "$gm1SharedUrl/w",
		'articleUrl' => "$gm1SharedUrl/wiki/$1",
		'fetchDescription' => true,
		'descriptionCacheExpiry' => 60,
		'initialCapital' => true,
	];
}
unset( $gm1Shared, $gm1SharedUrl, $gm1IsPrivate );
