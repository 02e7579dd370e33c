<?php
/*
 * The configuration that all wikis share, as production's file of this name: what differs by wiki
 * or by shape stands in InitialiseSettings.php, and every large matter has a file of its own.
 */

if ( !defined( 'MEDIAWIKI' ) ) {
	exit( 1 );
}

require_once __DIR__ . '/../multiversion/MWMultiVersion.php';

$gm1Farm = Gm1\Farm::instance();
$gm1Wiki = MWMultiVersion::instance();

require __DIR__ . '/logging.php';
require __DIR__ . '/containment.php';

$wgDBname = $gm1Wiki->dbname();
$wgLocalDatabases = $gm1Farm->dbnames();
$wgConf->suffixes = [ 'wiki' ];
$wgConf->wikis = $gm1Farm->dbnames();
$wgConf->settings = require __DIR__ . '/InitialiseSettings.php';
foreach ( $gm1Farm->wikis() as $gm1Dbname => $gm1Entry ) {
	$wgConf->settings['wgServer'][$gm1Dbname] = $gm1Entry['url'];
	$wgConf->settings['wgCanonicalServer'][$gm1Dbname] = $gm1Entry['url'];
	$wgConf->settings['wgLanguageCode'][$gm1Dbname] = $gm1Entry['lang'];
}
$gm1Shape = $gm1Farm->wikis()[$wgDBname]['shape'];
foreach ( require __DIR__ . "/shapes/$gm1Shape.php" as $gm1Setting => $gm1Value ) {
	$wgConf->settings[$gm1Setting][$gm1Shape] = $gm1Value;
}
$wgConf->extractAllGlobals( $wgDBname, 'wiki', [], [ $gm1Shape ] );
foreach ( $wmgGroupOverrides as $gm1Group => $gm1Rights ) {
	$wgGroupPermissions[$gm1Group] = $gm1Rights + ( $wgGroupPermissions[$gm1Group] ?? [] );
}

# Paths. Files of the tree are addressed by version, so that a cached page keeps working after a switch.
$wgScriptPath = '/w';
$wgArticlePath = '/wiki/$1';
$wgUsePathInfo = true;
$wgResourceBasePath = '/static/' . $gm1Wiki->version();
$wgStylePath = "$wgResourceBasePath/skins";
$wgLocalStylePath = $wgStylePath;
$wgExtensionAssetsPath = "$wgResourceBasePath/extensions";
$wgCacheDirectory = sys_get_temp_dir() . "/gm1-{$gm1Wiki->version()}";
$wgGitInfoCacheDirectory = "$IP/cache/gitinfo";
$wgTmpDirectory = '/tmp';

$wgSecretKey = $gm1Farm->secret( 'secretKey' );
$wgUpgradeKey = false;
$wgAuthenticationTokenVersion = '1';
$wgCookiePrefix = $gm1Farm->cookiePrefix( $wgDBname );
$wgCookieSameSite = 'Lax';
$wgSessionName = "{$wgCookiePrefix}_session";

# The edge proxy is the only way in, and says who the client is.
$wgUsePrivateIPs = true;
$wgCdnServersNoPurge = [ '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16' ];
$wgAllowExternalReqID = true;

# No way out: the web server takes addresses of this farm as its own and refuses all others at once.
$wgHTTPProxy = 'http://web:8080';
$wgHTTPTimeout = 10;
$wgUseInstantCommons = false;
$wgAllowCopyUploads = false;
$wgPingback = false;

$wgJobRunRate = 0;
$wgJobTypesExcludedFromDefaultQueue = [];
$wgRunJobsAsync = false;

$wgShowExceptionDetails = true;
$wgDebugToolbar = false;
$wgDevelopmentWarnings = false;
# What MediaWiki has logged itself, PHP need not log again.
$wgPropagateErrors = false;
$wgInvalidateCacheOnLocalSettingsChange = false;
$wgMaxShellMemory = 2 * 1024 * 1024;
$wgMaxShellFileSize = 512 * 1024;
$wgMaxShellTime = 60;

require __DIR__ . '/localisation.php';
require __DIR__ . '/databases.php';
require __DIR__ . '/caches.php';
require __DIR__ . '/accounts.php';
require __DIR__ . '/files.php';
require __DIR__ . '/mail.php';
require __DIR__ . '/limits.php';
require __DIR__ . '/debug.php';
require __DIR__ . '/measuring.php';
require __DIR__ . '/extensions.php';
require __DIR__ . '/mobile.php';
require __DIR__ . '/development.php';

unset( $gm1Dbname, $gm1Entry, $gm1Setting, $gm1Value, $gm1Group, $gm1Rights );
