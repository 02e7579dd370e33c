<?php
/* A wiki that is kept to be read: of all groups only stewards change it, and bureaucrats can make somebody one. */

return ( static function (): array {
	$changes = [
		'edit', 'minoredit', 'createpage', 'createtalk', 'createaccount', 'move', 'move-subpages', 'move-rootuserpages',
		'move-categorypages', 'movefile', 'upload', 'reupload', 'reupload-shared', 'delete', 'undelete', 'protect',
		'import', 'importupload', 'editinterface',
	];
	$groups = [ '*', 'user', 'autoconfirmed', 'confirmed', 'bot', 'sysop', 'interface-admin' ];
	return [
		'wgSitename' => 'Test Closed',
		'wmgGroupOverrides' => array_fill_keys( $groups, array_fill_keys( $changes, false ) )
			+ [ 'steward' => array_fill_keys( $changes, true ) ],
	];
} )();
