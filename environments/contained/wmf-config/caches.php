<?php
/* One memcached for all wikis and all versions, as in production; APCu is found by MediaWiki itself. */

$wgMemCachedServers = [ 'memcached:11211' ];
$wgMainCacheType = CACHE_MEMCACHED;
$wgParserCacheType = CACHE_MEMCACHED;
$wgMessageCacheType = CACHE_MEMCACHED;
$wgSessionCacheType = CACHE_MEMCACHED;
$wgMemCachedPersistent = false;
