<?php
/* MediaWiki's own settings for its suites, of the version that runs, on wikis of shape development. */

if ( $gm1Shape !== 'development' ) {
	return;
}

$gm1Kept = [ $wgCacheDirectory, $wgLocalisationCacheConf, $wgMaxArticleSize ];
require "$IP/includes/DevelopmentSettings.php";
[ $wgCacheDirectory, $wgLocalisationCacheConf, $gm1Size ] = $gm1Kept;
# A package leaves the files of QUnit out, and every page then fails.
$wgEnableJavaScriptTest = is_file( "$IP/tests/qunit/QUnitTestResources.php" );
# Only the suites' own pages are to meet its 20 kB: the seed's long page is longer.
if ( PHP_SAPI === 'cli' ) {
	$wgMaxArticleSize = $gm1Size;
}
unset( $gm1Kept, $gm1Size );
