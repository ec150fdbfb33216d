// Package judge must not import what is judged. // want package:"reaches helper judged judged/core"
package judge

import (
	"example.com/m/helper" // want `judge must not import judged/core, which helper leads to: a judge is no party`
	"example.com/m/judged" // want `judge must not import judged: a judge is no party`
	"strings"
)

const Size = helper.Size + judged.Size

var _ = strings.ToUpper
