// Package core is below the judged one, and may import it. // want package:"reaches judged"
package core

import "example.com/m/judged"

const Size = judged.Size
