<?php
/* A file of its own, since a change of it has the caches of all languages built again. */

# Built into the image; a wiki never builds it again by itself.
$wgLocalisationCacheConf = [
	'class' => LocalisationCache::class,
	'storeClass' => 'LCStoreStaticArray',
	'storeDirectory' => "$IP/cache/l10n",
	'manualRecache' => true,
] + $wgLocalisationCacheConf;
