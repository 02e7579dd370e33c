<?php
/* Suites act faster than people and from one address: only the throttle on passwords remains. */

$wgHooks['PingLimiter'][] = static function ( $user, $action, &$result ) {
	$result = false;
	return false;
};
$wgAccountCreationThrottle = 0;
$wgTempAccountCreationThrottle = [];
$wgTempAccountNameAcquisitionThrottle = [];
