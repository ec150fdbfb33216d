// Package free stands in no row. // want package:"reaches helper judged judged/core"
package free

import (
	"example.com/m/helper"
	"example.com/m/judged"
)

const Size = helper.Size + judged.Size
