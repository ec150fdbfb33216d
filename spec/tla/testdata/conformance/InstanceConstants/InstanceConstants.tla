------------------------- MODULE InstanceConstants --------------------------
(* Constants by name, by WITH, with operators as constants, two instances  *)
(* of one module.                                                          *)
EXTENDS Integers, Sequences
CONSTANT Size
VARIABLE x
Double(a) == a * 2
Inc(a) == a + 1
P == INSTANCE Shape WITH F <- Double
Q == INSTANCE Shape WITH F <- Inc, Size <- Size + 1
R(k) == INSTANCE Shape WITH F <- LAMBDA a : a + k, Size <- k
T == INSTANCE Shape WITH F <- -.
Init == x = <<>>
Next == /\ Len(x) < 4
        /\ \E a \in {P!Apply(1), Q!Apply(1), R(5)!Apply(1), P!Area, Q!Area, R(2)!Area, R(3)!Twice, T!Apply(3), P!Vec[2]} : x' = Append(x, a)
        /\ Len(x) > 0 => x'[Len(x)] < x'[Len(x) + 1]
=============================================================================
