// Package calls reaches what it must not do through others.
//
//synod:deterministic
package calls

import (
	"example.com/deep"
	"example.com/helper"
)

func step(c *helper.Clock, s helper.Set[int], in helper.Source) { // want step:`impure: uses time.Time.Year`
	_ = helper.Upper("x")
	_ = helper.Limit()
	_ = helper.Last()       // want `must not use helper.Last, which uses helper.last, which is not constant`
	_ = helper.Next()       // want `must not use helper.Next, which changes the package-level variable helper.last`
	_ = helper.Now()        // want `must not use helper.Now, which uses helper.stamp, which uses time.Now; pass what it needs in`
	_ = helper.Start        // want `must not use helper.Start, which uses time.Now`
	_ = helper.Start.Year() // want `must not use helper.Start` `it uses time.Time.Year; let time come in`
	_ = helper.Since()      // want `must not use helper.Since`
	_ = helper.Wait(1)
	helper.Locked()      // want `must not use helper.Locked`
	later := helper.Even // want `must not use helper.Even, which uses helper.Odd`
	_ = later
	_ = c.Read() // want `must not use helper.Clock.Read, which uses deep.Far, which uses deep.Nearer, which uses os.Getpid`
	_ = s.Any()  // want `must not use helper.Set.Any, which ranges over a map`
	_ = s.Has(1)
	_ = in.Next()        // injected: the shell's business
	_ = deep.Assembled() // want `must not use deep.Assembled, which has no Go body`
	inner()
}

// inner is reported itself, not where it is called.
func inner() { // want inner:`impure: uses deep.Far`
	_ = deep.Far() // want `must not use deep.Far`
}
