<?php
/* A wiki that is written from right to left; its `lang` says in what. */

return [
	'wgSitename' => 'ויקי בדיקה',
	'wgCategoryCollation' => 'uca-default',
];
