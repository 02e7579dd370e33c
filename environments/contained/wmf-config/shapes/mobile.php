<?php
/* Everybody gets what production gives to phones, where the tree has it. */

return [
	'wgSitename' => 'Test Mobile',
	'wgDefaultSkin' => 'minerva',
];
