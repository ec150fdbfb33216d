package misplaced

//spec:action Promise // want `//spec:action has no effect here: .* outside test files`
func helper() {}

var _ = helper
