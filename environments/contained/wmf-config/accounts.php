<?php
/*
 * One account for all wikis but the private ones: whoever has one on another wiki logs in with it, and gets a local
 * account at that moment, as with CentralAuth, which does this itself where the tree has it. Not $wgSharedDB: wikis of
 * two versions would share tables of one schema, and production's wikis have user tables of their own.
 */

$gm1Sharing = array_diff( $gm1Farm->dbnames(), $gm1Farm->ofShape( 'private' ) );
if (
	in_array( $wgDBname, $gm1Sharing, true )
	&& !is_file( "$IP/extensions/CentralAuth/extension.json" )
	# The other wikis may not be there yet.
	&& !getenv( 'GM1_INSTALLING' )
) {
	$wgAutoloadClasses[Gm1\SharedAccounts::class] = __DIR__ . '/accounts/SharedAccounts.php';
	$wgAuthManagerAutoConfig['primaryauth'][Gm1\SharedAccounts::class] = [
		'class' => Gm1\SharedAccounts::class,
		'args' => [ $wgDBname, array_values( array_diff( $gm1Sharing, [ $wgDBname ] ) ) ],
		'sort' => 50,
	];
}
unset( $gm1Sharing );

# A thirtieth and a tenth of MediaWiki's own: passwords are random here and live as long as the environment, and tests log
# in hundreds of times. `harness/environment/secrets.ts` hashes as often, or MediaWiki would do it anew at each first log-in.
$wgPasswordConfig['pbkdf2']['cost'] = '1000';
$wgSessionPbkdf2Iterations = 1000;
