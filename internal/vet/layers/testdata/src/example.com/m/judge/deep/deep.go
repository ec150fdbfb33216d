// Package deep is below judge. // want package:"reaches helper judged judged/core"
package deep

import (
	"example.com/m/helper" // want `judge/deep must not import judged, which helper leads to` `judge/deep must not import judged/core, which helper leads to`
)

const Size = helper.Size
