---- MODULE XmlTemporal ----
VARIABLE z
Spec == z = 1 /\ [][z' = 2]_z
T == CASE z = 1 -> <<z>> [] OTHER -> [r |-> z].r
====
