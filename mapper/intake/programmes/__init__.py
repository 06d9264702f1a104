"""What `mapper.intake.programme` is made of: labels, tables, modules and their parts."""
