<?php
/*
 * Phones get Minerva, as in production. Where MobileFrontend is not part of the tree, this hook stands in for
 * its choice of the skin: by `useformat=mobile`, the cookie in which it keeps that choice, or a phone's user agent;
 * `useskin` and `useformat=desktop` win.
 */

if ( is_file( "$IP/extensions/MobileFrontend/extension.json" ) || !is_file( "$IP/skins/MinervaNeue/skin.json" ) ) {
	return;
}

$wgHooks['RequestContextCreateSkin'][] = static function ( $context, &$skin ) {
	$request = $context->getRequest();
	if ( $request->getCheck( 'useskin' ) ) {
		return;
	}
	$format = $request->getRawVal( 'useformat' ) ?? '';
	$isPhone = preg_match( '/\b(?:iPhone|Android\b.*\bMobile)\b/', (string)$request->getHeader( 'User-Agent' ) ) === 1;
	$isChosen = $request->getCookie( 'mf_useformat', '' ) === 'true';
	if ( $format === 'mobile' || ( $format !== 'desktop' && ( $isPhone || $isChosen ) ) ) {
		$skin = 'minerva';
	}
};
