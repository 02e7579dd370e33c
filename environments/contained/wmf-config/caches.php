<?php
/* One memcached for all wikis and all versions, as in production; APCu is found by MediaWiki itself. */

$wgMemCachedServers = [ 'memcached:11211' ];
$wgMainCacheType = CACHE_MEMCACHED;
$wgParserCacheType = CACHE_MEMCACHED;
$wgMessageCacheType = CACHE_MEMCACHED;
$wgSessionCacheType = CACHE_MEMCACHED;
$wgMemCachedPersistent = false;

// A busy host may take longer than the usual half a second; the client then shuns memcached for half a minute, and every
// session with it. Microseconds and seconds.
$wgObjectCaches['memcached-php'] += [ 'timeout' => 10000000, 'connect_timeout' => 10 ];
