<?php
/* The plain wiki: nothing differs from the defaults. */

return [];
