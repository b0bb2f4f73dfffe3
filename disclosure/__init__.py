"""What the law says an annual report on open government information is: forms, rules, divisions and the report model.

Imports nothing else of the project. Sources: 《政府信息公开条例》 (2019), Articles 49 and 50,
and the notices named in ``forms/``.
"""
