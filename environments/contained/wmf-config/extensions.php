<?php
/* Loads every extension and skin of the tree but those that extensions-off.json names with a reason. */

$gm1Off = json_decode( file_get_contents( __DIR__ . '/extensions-off.json' ), true );
foreach ( glob( "$IP/extensions/*/extension.json" ) as $gm1File ) {
	$gm1Name = basename( dirname( $gm1File ) );
	if ( !isset( $gm1Off['extensions'][$gm1Name] ) ) {
		wfLoadExtension( $gm1Name );
	}
}
foreach ( glob( "$IP/skins/*/skin.json" ) as $gm1File ) {
	$gm1Name = basename( dirname( $gm1File ) );
	if ( !isset( $gm1Off['skins'][$gm1Name] ) ) {
		wfLoadSkin( $gm1Name );
	}
}
# Older trees have not every skin.
$gm1HasSkin = [
	'vector-2022' => version_compare( MW_VERSION, '1.38', '>=' ),
	'minerva' => is_file( "$IP/skins/MinervaNeue/skin.json" ),
];
if ( !( $gm1HasSkin[$wgDefaultSkin] ?? true ) ) {
	$wgDefaultSkin = 'vector';
}
unset( $gm1Off, $gm1File, $gm1Name, $gm1HasSkin );

# What an extension's own default would ask of the outside.
$wgBlacklistSettings = [
	'spam' => [ 'files' => [] ],
	'email' => [ 'files' => [] ],
];
$wgTitleBlacklistSources = [];
$wgMathTexVCService = 'local';
$wgMathValidModes = [ 'native', 'source' ];
$wgDefaultUserOptions['math'] = 'native';
if ( version_compare( MW_VERSION, '1.42', '<' ) ) {
	# They check formulas by an outside service; without, the formula is shown as it is written.
	$wgDefaultUserOptions['math'] = 'source';
	$wgMathDisableTexFilter = 'always';
}

# A captcha that machines can answer; InitialiseSettings.php and the shapes say who is asked.
if ( is_file( "$IP/extensions/ConfirmEdit/QuestyCaptcha/extension.json" ) ) {
	wfLoadExtension( 'ConfirmEdit/QuestyCaptcha' );
	$wgCaptchaClass = 'QuestyCaptcha';
	$wgCaptchaQuestions = [ 'Which number follows 41?' => [ '42' ] ];
}

$wgScribuntoDefaultEngine = extension_loaded( 'luasandbox' ) ? 'luasandbox' : 'luastandalone';
if ( PHP_SAPI === 'cli' ) {
	# luasandbox watches modules with timers; one that still runs when PHP unloads luasandbox crashes PHP at its end.
	$wgScribuntoEngineConf['luasandbox']['profilerPeriod'] = false;
	# An endless module must not hold up the queue; for jobs an end is an end.
	if ( php_uname( 'n' ) !== 'jobrunner' ) {
		$wgScribuntoEngineConf['luasandbox']['cpuLimit'] = false;
	}
}
$wgPygmentizePath = '/usr/bin/pygmentize';
$wgPdfProcessor = '/usr/bin/gs';
$wgPdfPostProcessor = $wgImageMagickConvertCommand;
$wgPdfInfo = '/usr/bin/pdfinfo';
$wgPdftoText = '/usr/bin/pdftotext';

$wgDefaultUserOptions['visualeditor-enable'] = 1;
$wgVisualEditorEnableWikitext = true;
# Its dialog covers the first edit of every account, and every account here is new.
$wgVisualEditorShowBetaWelcome = false;
$wgVisualEditorEnableVisualSectionEditing = false;
$wgCategoryTreeSidebarRoot = null;
$wgThanksConfirmationRequired = true;
$wgGroupPermissions['sysop']['interwiki'] = true;
$wgGroupPermissions['sysop']['replacetext'] = true;
$wgGroupPermissions['sysop']['abusefilter-modify'] = true;
$wgGroupPermissions['interface-admin']['gadgets-edit'] = true;
